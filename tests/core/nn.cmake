# SPDX-License-Identifier: GPL-3.0-or-later
storyscope_test(nn_attention_test SOURCES nn_attention_test.cpp LIBRARIES storyscope_nn TORCH LABELS nn)
storyscope_test(nn_parts_test SOURCES nn_parts_test.cpp LIBRARIES storyscope_nn TORCH LABELS nn)
storyscope_test(nn_distilbert_test SOURCES nn_distilbert_test.cpp LIBRARIES storyscope_nn storyscope_models TORCH LABELS nn)
storyscope_test(nn_backbones_test SOURCES nn_backbones_test.cpp
  LIBRARIES storyscope_nn storyscope_models storyscope_media nlohmann_json::nlohmann_json TORCH LABELS nn)
storyscope_test(nn_lpips_test SOURCES nn_lpips_test.cpp LIBRARIES storyscope_models storyscope_media TORCH LABELS nn)
storyscope_test(nn_sequence_test SOURCES nn_sequence_test.cpp LIBRARIES storyscope_nn TORCH LABELS nn)
storyscope_test(nn_fused_parts_test SOURCES nn_fused_parts_test.cpp LIBRARIES storyscope_nn TORCH LABELS nn)
storyscope_test(nn_token_loss_test SOURCES nn_token_loss_test.cpp LIBRARIES storyscope_nn TORCH LABELS nn)
foreach(name vision_transformer bert_decoder git_decoder)
  storyscope_test(nn_${name}_test SOURCES nn_${name}_test.cpp LIBRARIES storyscope_nn storyscope_models TORCH LABELS nn)
endforeach()
storyscope_test(nn_gpt2_test SOURCES nn_gpt2_test.cpp LIBRARIES storyscope_nn storyscope_models TORCH LABELS nn)
