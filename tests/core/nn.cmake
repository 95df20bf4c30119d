# SPDX-License-Identifier: GPL-3.0-or-later
storyscope_test(nn_parts_test SOURCES nn_parts_test.cpp LIBRARIES storyscope_nn TORCH LABELS nn)
