# SPDX-License-Identifier: GPL-3.0-or-later
storyscope_test(base_atomic_file_test SOURCES base_atomic_file_test.cpp LIBRARIES storyscope_base LABELS base)
storyscope_test(base_blas_kernels_test SOURCES base_blas_kernels_test.cpp LIBRARIES storyscope_base LABELS base)
storyscope_test(base_error_test SOURCES base_error_test.cpp LIBRARIES storyscope_base LABELS base)
storyscope_test(base_heap_test SOURCES base_heap_test.cpp LIBRARIES storyscope_base storyscope_heap LABELS base)
storyscope_test(base_number_text_test SOURCES base_number_text_test.cpp LIBRARIES storyscope_base LABELS base)
