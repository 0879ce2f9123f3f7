def find_unruled(sheets):
    return False
