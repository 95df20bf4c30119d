# SPDX-License-Identifier: GPL-3.0-or-later
# What every target of the project has in common, and the one function per kind of target.

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
if(NOT CMAKE_BUILD_TYPE)
  set(CMAKE_BUILD_TYPE Release)
endif()

find_program(STORYSCOPE_CCACHE ccache)
if(STORYSCOPE_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  # Precompiled headers need ccache to look away from macro definitions and header times.
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime
                                  ${STORYSCOPE_CCACHE})
endif()

add_library(storyscope_common INTERFACE)
target_include_directories(storyscope_common INTERFACE ${CMAKE_SOURCE_DIR})
target_compile_options(storyscope_common INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor -Woverloaded-virtual)
# GCC 12 warns about joined strings at -O3 without cause (GCC bug 105651).
target_compile_options(storyscope_common INTERFACE $<$<AND:$<CXX_COMPILER_ID:GNU>,$<CONFIG:Release>>:-Wno-restrict>)
if(STORYSCOPE_WARNINGS_AS_ERRORS)
  target_compile_options(storyscope_common INTERFACE -Werror)
endif()
if(STORYSCOPE_SANITIZE)
  target_compile_options(storyscope_common INTERFACE -fsanitize=${STORYSCOPE_SANITIZE} -fno-omit-frame-pointer)
  target_link_options(storyscope_common INTERFACE -fsanitize=${STORYSCOPE_SANITIZE})
endif()

# Debian's LibTorch needs OpenCV's windows and they need Qt 5, which takes functions that a program exports for its own:
# no program exports those of Qt 6 that the compiler has put into it.
if(UNIX AND NOT APPLE)
  add_link_options(LINKER:--version-script=${CMAKE_SOURCE_DIR}/cmake/own_qt.map)
endif()

# storyscope_library(NAME SOURCES … PUBLIC … PRIVATE …): one room of the house as a static library.
function(storyscope_library name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "SOURCES;PUBLIC;PRIVATE")
  add_library(${name} STATIC ${arg_SOURCES})
  target_link_libraries(${name} PUBLIC storyscope_common ${arg_PUBLIC} PRIVATE ${arg_PRIVATE})
endfunction()

# storyscope_torch_library(NAME …): the same for a room that includes LibTorch; shares the one precompiled header.
function(storyscope_torch_library name)
  storyscope_library(${name} ${ARGN})
  target_link_libraries(${name} PRIVATE storyscope_torch)
  target_precompile_headers(${name} REUSE_FROM storyscope_torch_pch)
endfunction()
