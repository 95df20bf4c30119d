# SPDX-License-Identifier: GPL-3.0-or-later
# Every library the project uses, found in one place. Targets link them PRIVATE (see ARCHITECTURE.md, Doors).

find_package(Threads REQUIRED)
find_package(nlohmann_json 3.10 REQUIRED)
find_package(spdlog REQUIRED)
find_package(CLI11 REQUIRED)
find_package(Torch REQUIRED)

add_library(storyscope_torch INTERFACE)
target_link_libraries(storyscope_torch INTERFACE ${TORCH_LIBRARIES})
target_include_directories(storyscope_torch SYSTEM INTERFACE ${TORCH_INCLUDE_DIRS})
separate_arguments(storyscope_torch_flags NATIVE_COMMAND "${TORCH_CXX_FLAGS}")
target_compile_options(storyscope_torch INTERFACE ${storyscope_torch_flags})
# Without it at::parallel_for(), whose body is in a header, runs on one thread. LibTorch's own threads are GCC's; another
# compiler would bring a second pool beside them.
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  find_package(OpenMP REQUIRED)
  target_link_libraries(storyscope_torch INTERFACE OpenMP::OpenMP_CXX)
endif()

# oneDNN, without its own CMake files: these ask for OpenCL, which no program here uses.
find_path(DNNL_INCLUDE_DIR dnnl.h REQUIRED)
find_library(DNNL_LIBRARY dnnl REQUIRED)
add_library(storyscope_onednn INTERFACE)
target_link_libraries(storyscope_onednn INTERFACE ${DNNL_LIBRARY})
target_include_directories(storyscope_onednn SYSTEM INTERFACE ${DNNL_INCLUDE_DIR})

# The one precompiled header of all torch rooms.
add_library(storyscope_torch_pch OBJECT ${CMAKE_SOURCE_DIR}/cmake/torch_pch.cpp)
target_link_libraries(storyscope_torch_pch PRIVATE storyscope_common storyscope_torch)
target_precompile_headers(storyscope_torch_pch PRIVATE <torch/torch.h>)

# The heap of every program that trains or tells. The C library's leaves gaps where tensors change their sizes from step
# to step: a run grew by a third and more, and for as long as it lasted. Sanitizers bring a heap of their own.
find_package(PkgConfig REQUIRED)
add_library(storyscope_heap INTERFACE)
if(NOT STORYSCOPE_SANITIZE)
  pkg_check_modules(JEMALLOC REQUIRED jemalloc)
  # No program calls it by name, and a linker may leave out what nobody calls.
  target_link_options(storyscope_heap INTERFACE LINKER:--push-state,--no-as-needed,-ljemalloc,--pop-state)
  target_link_directories(storyscope_heap INTERFACE ${JEMALLOC_LIBRARY_DIRS})
  target_sources(storyscope_heap INTERFACE ${CMAKE_SOURCE_DIR}/core/base/heap_options.cpp)
endif()

if(STORYSCOPE_MEDIA)
  find_package(OpenCV 4 REQUIRED COMPONENTS core imgproc imgcodecs)
  pkg_check_modules(FFMPEG REQUIRED IMPORTED_TARGET libavformat libavcodec libswscale libswresample libavutil)
  add_library(storyscope_opencv INTERFACE)
  target_link_libraries(storyscope_opencv INTERFACE opencv_core opencv_imgproc opencv_imgcodecs)
endif()

if(STORYSCOPE_GUI)
  find_package(Qt6 6.4 REQUIRED COMPONENTS Core Gui Widgets Multimedia Svg Test LinguistTools)
  find_package(QCustomPlotQt6 REQUIRED)
endif()
