"""What a Grade looks like: one pure function per format. The words and the look are the course's.

result   the JSON face, and `student`: what a student may see of a grade
html     one page for one submission
index    one page for the instructor
table    grades.csv
text     the terminal
formats  for other programs: runners of workflows, learning platforms, editors
words    from a message's id to a sentence in the reader's language
"""
