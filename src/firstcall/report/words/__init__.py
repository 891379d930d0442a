"""What is said, in English, Spanish and Indonesian: phrases, their catalogues, numbers and dates."""
