# SPDX-License-Identifier: GPL-3.0-or-later
foreach(name storyworld_picture storyworld_truth storyworld_grammar open vist)
  storyscope_test(datasets_${name}_test SOURCES datasets_${name}_test.cpp
    LIBRARIES storyscope_datasets storyscope_media storyscope_opencv)
endforeach()
