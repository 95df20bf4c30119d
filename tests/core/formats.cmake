# SPDX-License-Identifier: GPL-3.0-or-later
storyscope_test(formats_safetensors_test
  SOURCES formats_safetensors_test.cpp formats_safetensors_cases.cpp
  LIBRARIES storyscope_formats LABELS formats)
storyscope_test(formats_story_export_test
  SOURCES formats_story_export_test.cpp formats_sample_story.cpp
  LIBRARIES storyscope_formats Qt6::Gui LABELS formats)
storyscope_test(formats_attention_npz_test
  SOURCES formats_attention_npz_test.cpp formats_sample_story.cpp
  LIBRARIES storyscope_formats LABELS formats)
