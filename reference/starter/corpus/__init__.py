"""The synthetic corpus of tool calls that the starter is pretrained on: invented tools, requests and their right answers."""
