# SPDX-License-Identifier: GPL-3.0-or-later
storyscope_test(text_word_splitter_test SOURCES text_word_splitter_test.cpp LIBRARIES storyscope_text LABELS text)
storyscope_test(text_word_tokenizer_test SOURCES text_word_tokenizer_test.cpp LIBRARIES storyscope_text LABELS text)
storyscope_test(text_whitespace_tokenizer_test SOURCES text_whitespace_tokenizer_test.cpp LIBRARIES storyscope_text LABELS text)
storyscope_test(text_wordpiece_test SOURCES text_wordpiece_test.cpp
  LIBRARIES storyscope_text nlohmann_json::nlohmann_json LABELS text)
storyscope_test(text_byte_pair_test SOURCES text_byte_pair_test.cpp
  LIBRARIES storyscope_text nlohmann_json::nlohmann_json LABELS text)
