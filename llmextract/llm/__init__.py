"""Language models behind one small interface; nothing here knows of meetings."""
