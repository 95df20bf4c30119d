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
storyscope_test(formats_parquet_files_test
  SOURCES formats_parquet_files_test.cpp formats_parquet_expected.cpp
  LIBRARIES storyscope_formats nlohmann_json::nlohmann_json LABELS formats)
storyscope_test(formats_csv_test SOURCES formats_csv_test.cpp LIBRARIES storyscope_formats LABELS formats)
storyscope_test(formats_json_stream_test SOURCES formats_json_stream_test.cpp
  LIBRARIES storyscope_formats nlohmann_json::nlohmann_json LABELS formats)
storyscope_test(formats_feature_cache_test SOURCES formats_feature_cache_test.cpp LIBRARIES storyscope_formats LABELS formats)
storyscope_test(formats_parquet_test
  SOURCES formats_parquet_test.cpp formats_parquet_tiny_file.cpp
  LIBRARIES storyscope_formats LABELS formats)
storyscope_test(formats_pth_test SOURCES formats_pth_test.cpp LIBRARIES storyscope_pickle_builder storyscope_formats LABELS formats)
storyscope_test(formats_pth_files_test SOURCES formats_pth_files_test.cpp
  LIBRARIES storyscope_formats nlohmann_json::nlohmann_json LABELS formats)
storyscope_test(formats_tensorboard_test SOURCES formats_tensorboard_test.cpp LIBRARIES storyscope_formats LABELS formats)
