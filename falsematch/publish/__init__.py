"""What is made of the lessons for readers who open no notebook: one module for each thing that is written.

python -m falsematch.publish.main_result        the picture of the README
"""
