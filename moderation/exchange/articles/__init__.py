"""Articles: out into a folder of Markdown files, in from one, and in from Zendesk Guide."""
