"""What is made for readers who open no notebook: one module for each thing that is written.

python -m falsematch.publish.main_result        the picture of the README
python -m falsematch.publish.lesson_map         the README's map of the lessons, with a small figure to each
falsematch scores FILE ...                      what a reader's own file of scores shows (`publish.scores`)
"""
