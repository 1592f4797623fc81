"""What is made for readers who open no notebook: one module for each thing that is written.

python -m falsematch.publish.main_result        the picture of the README
python -m falsematch.publish.lesson_map         the README's map of the lessons, with a small figure to each
python -m falsematch.publish.lecture            slides, handout, plan and questions for one lecture (`docs/one_lecture`)
falsematch check-row TABLE FILE                 what keeps new rows out of a table (`publish.check_row`)
python -m falsematch.publish.issue_forms        the forms in .github/ISSUE_TEMPLATE
falsematch scores FILE ...                      what a reader's own file of scores shows (`publish.scores`)
"""
