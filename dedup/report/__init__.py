"""From values to what people and programs read: records, terminal text, HTML pages."""
