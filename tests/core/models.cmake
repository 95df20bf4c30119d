# SPDX-License-Identifier: GPL-3.0-or-later
storyscope_test(models_story_model_test SOURCES models_story_model_test.cpp LIBRARIES storyscope_model_doubles storyscope_models
                TORCH LABELS models)
storyscope_test(models_folder_test SOURCES models_folder_test.cpp LIBRARIES storyscope_model_doubles storyscope_models TORCH
                LABELS models)
storyscope_test(models_presets_test SOURCES models_presets_test.cpp LIBRARIES storyscope_model_doubles storyscope_models TORCH
                LABELS models)
storyscope_test(models_vocabulary_test SOURCES models_vocabulary_test.cpp LIBRARIES storyscope_models LABELS models)
storyscope_test(models_sequence_test SOURCES models_sequence_test.cpp LIBRARIES storyscope_models TORCH LABELS models)
storyscope_test(models_pretrained_test SOURCES models_pretrained_test.cpp LIBRARIES storyscope_model_doubles storyscope_models
                TORCH LABELS models)
foreach(name fused video_transformer)
  storyscope_test(models_${name}_test SOURCES models_${name}_test.cpp LIBRARIES storyscope_model_doubles storyscope_models TORCH
                  LABELS models)
endforeach()
storyscope_test(models_blip_test SOURCES models_blip_test.cpp
                LIBRARIES storyscope_model_doubles storyscope_pickle_builder storyscope_models storyscope_inference TORCH LABELS models)
storyscope_test(models_blip_generation_test
                SOURCES models_blip_generation_test.cpp
                LIBRARIES storyscope_model_doubles storyscope_models storyscope_inference TORCH LABELS models)
storyscope_test(models_vision_gpt2_test SOURCES models_vision_gpt2_test.cpp
                LIBRARIES storyscope_model_doubles storyscope_models storyscope_inference TORCH LABELS models)
storyscope_test(models_git_test SOURCES models_git_test.cpp
                LIBRARIES storyscope_model_doubles storyscope_models storyscope_inference TORCH LABELS models)
storyscope_test(models_git_generation_test
                SOURCES models_git_generation_test.cpp
                LIBRARIES storyscope_model_doubles storyscope_models storyscope_inference TORCH LABELS models)
storyscope_test(models_published_folders_test
  SOURCES models_published_folders_test.cpp LIBRARIES storyscope_model_doubles storyscope_models TORCH
  LABELS models)
storyscope_test(models_sharded_test SOURCES models_sharded_test.cpp LIBRARIES storyscope_model_doubles storyscope_models TORCH
                LABELS models)
storyscope_test(models_export_test
  SOURCES models_export_test.cpp
  LIBRARIES storyscope_model_doubles storyscope_models TORCH LABELS models)
