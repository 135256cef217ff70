"""The physiotherapist's pages and the patient's own page: server-rendered, working without JavaScript."""
