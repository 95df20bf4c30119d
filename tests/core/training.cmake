# SPDX-License-Identifier: GPL-3.0-or-later
storyscope_test(training_parts_test SOURCES training_parts_test.cpp training_toy_dataset.cpp models_small_model.cpp
                LIBRARIES storyscope_training TORCH LABELS training)
storyscope_test(training_run_test SOURCES training_run_test.cpp training_toy_dataset.cpp models_small_model.cpp
                LIBRARIES storyscope_training TORCH LABELS training)
