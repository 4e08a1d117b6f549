"""Somebody who works on a sealed bid over HTTP."""


class Bidder:
    """A workspace and a client of one who works in it."""

    def __init__(self, world, who, challenge_id):
        self.client = world.client(who)
        body = {"organisation_id": world.organisations[who]}
        begun = self.client.post(f"/challenges/{challenge_id}/workspaces", body)
        assert begun.status_code == 201, begun.json
        self.key = begun.json["access_key"]
        self.path = f"/workspaces/{self.key}"

    def read(self):
        """The workspace as it is."""
        answer = self.client.get(self.path)
        assert answer.status_code == 200, answer.json
        return answer.json

    def put(self, sections, *, act="save", version=None, **more):
        """An act as it stands."""
        if version is None:
            listed = self.client.get("/workspaces").json
            (version,) = [one["version"] for one in listed if one["access_key"] == self.key]
        body = {"act": act, "version": version, "sections": sections, **more}
        return self.client.put(self.path, body)

    def act(self, act="save", answers=None, **more):
        """An act that is made from what is read now."""
        seen = self.read()
        sections = {
            name: {"answer": answer, "etag": seen["sections"][name]["etag"]}
            for name, answer in (answers or {}).items()
        }
        return self.put(sections, act=act, version=seen["version"], **more)
