# SPDX-License-Identifier: GPL-3.0-or-later
storyscope_test(models_story_model_test SOURCES models_story_model_test.cpp models_small_model.cpp LIBRARIES storyscope_models
                TORCH LABELS models)
storyscope_test(models_folder_test SOURCES models_folder_test.cpp models_small_model.cpp LIBRARIES storyscope_models TORCH
                LABELS models)
storyscope_test(models_presets_test SOURCES models_presets_test.cpp LIBRARIES storyscope_models TORCH LABELS models)
