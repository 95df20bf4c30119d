# SPDX-License-Identifier: GPL-3.0-or-later
add_library(storyscope_toys STATIC training_toy_dataset.cpp training_toy_batches.cpp)
target_link_libraries(storyscope_toys PUBLIC storyscope_model_doubles storyscope_common storyscope_training storyscope_torch)
target_precompile_headers(storyscope_toys REUSE_FROM storyscope_torch_pch)
foreach(test training_parts_test training_loading_test training_run_test training_resume_test training_presets_test
             training_scarcity_test training_stages_test training_feeding_test training_golden_test)
  storyscope_test(${test} SOURCES ${test}.cpp LIBRARIES storyscope_toys TORCH LABELS training)
endforeach()
foreach(test training_texts_test training_frozen_test)
  storyscope_test(${test} SOURCES ${test}.cpp LIBRARIES storyscope_toys TORCH LABELS training)
endforeach()
storyscope_test(training_memory_test SOURCES training_memory_test.cpp LIBRARIES storyscope_heap storyscope_training LABELS training)
storyscope_test(training_large_weights_test SOURCES training_large_weights_test.cpp LIBRARIES storyscope_training TORCH LABELS training)
storyscope_test(training_finetune_test SOURCES training_finetune_test.cpp
                LIBRARIES storyscope_toys storyscope_inference storyscope_media TORCH LABELS training)
