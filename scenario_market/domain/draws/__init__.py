"""How panels of experts are drawn, for calls and for final acceptances alike (docs/evaluation.md, "The draw")."""
