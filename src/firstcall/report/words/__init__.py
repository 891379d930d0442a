"""What is said, in English, Spanish and Indonesian: phrases, their catalogues, numbers and dates.

Comes in: values and sentences. Goes out: text of one language, authors' own words as they wrote them.
"""
