# SPDX-License-Identifier: GPL-3.0-or-later
storyscope_test(story_values_test SOURCES story_values_test.cpp LIBRARIES storyscope_story LABELS story)
