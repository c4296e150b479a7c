"""Where the index can live; `base` says what each must do."""
