# SPDX-License-Identifier: GPL-3.0-or-later
storyscope_test(media_frame_cache_test SOURCES media_frame_cache_test.cpp LIBRARIES storyscope_media)
storyscope_test(media_frame_reader_test SOURCES media_frame_reader_test.cpp LIBRARIES storyscope_media storyscope_test_support)
storyscope_test(media_frame_sampler_test SOURCES media_frame_sampler_test.cpp LIBRARIES storyscope_media storyscope_datasets)
storyscope_test(media_image_file_test SOURCES media_image_file_test.cpp
                LIBRARIES storyscope_media storyscope_test_support storyscope_opencv)
storyscope_test(media_video_writer_test SOURCES media_video_writer_test.cpp LIBRARIES storyscope_media storyscope_test_support)
storyscope_test(media_real_files_test SOURCES media_real_files_test.cpp LIBRARIES storyscope_media LABELS real)
storyscope_test(media_source_test SOURCES media_source_test.cpp LIBRARIES storyscope_media storyscope_test_support)
storyscope_test(media_sound_test SOURCES media_sound_test.cpp sound_video.cpp
                LIBRARIES storyscope_media storyscope_test_support PkgConfig::FFMPEG)
storyscope_test(media_index_test SOURCES media_index_test.cpp ffmpeg_tool.cpp LIBRARIES storyscope_media storyscope_test_support)
storyscope_test(media_index_cache_test SOURCES media_index_cache_test.cpp LIBRARIES storyscope_media storyscope_test_support)
storyscope_test(media_hardware_decoding_test SOURCES media_hardware_decoding_test.cpp
                LIBRARIES storyscope_media storyscope_test_support PkgConfig::FFMPEG)
storyscope_test(media_picture_converter_test SOURCES media_picture_converter_test.cpp LIBRARIES storyscope_media)
storyscope_test(media_prefetch_test SOURCES media_prefetch_test.cpp LIBRARIES storyscope_media storyscope_test_support)
storyscope_test(media_tone_mapping_test SOURCES media_tone_mapping_test.cpp LIBRARIES storyscope_media)
storyscope_test(media_formats_test SOURCES media_formats_test.cpp ffmpeg_tool.cpp LIBRARIES storyscope_media storyscope_test_support)
storyscope_test(media_bad_input_test SOURCES media_bad_input_test.cpp ffmpeg_tool.cpp LIBRARIES storyscope_media storyscope_test_support)
