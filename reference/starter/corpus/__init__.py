"""The synthetic tool-call corpus the starter is pretrained on: invented tools, requests to them, and the right answers."""
