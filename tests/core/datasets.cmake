# SPDX-License-Identifier: GPL-3.0-or-later
foreach(name storyworld_picture storyworld_truth storyworld_grammar open formats splits sampling vist vist_layout hostile pictures)
  storyscope_test(datasets_${name}_test SOURCES datasets_${name}_test.cpp
    LIBRARIES storyscope_datasets storyscope_media storyscope_opencv)
endforeach()
foreach(name parquet story_reasoning story_reasoning_odd story_reasoning_text)
  storyscope_test(datasets_${name}_test SOURCES datasets_${name}_test.cpp
    LIBRARIES storyscope_datasets storyscope_formats storyscope_media LABELS datasets)
endforeach()
storyscope_test(datasets_augmentation_test SOURCES datasets_augmentation_test.cpp LIBRARIES storyscope_datasets)
storyscope_test(datasets_loader_test SOURCES datasets_loader_test.cpp LIBRARIES storyscope_datasets storyscope_media)
storyscope_test(datasets_caption_tagger_test SOURCES datasets_caption_tagger_test.cpp LIBRARIES storyscope_datasets LABELS datasets)
storyscope_test(datasets_frame_tags_test SOURCES datasets_frame_tags_test.cpp LIBRARIES storyscope_datasets LABELS datasets)
