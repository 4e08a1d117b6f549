"""The register of experts (评审专家库): who may be drawn into panels, of which fields, with which posts and ties."""
