# SPDX-License-Identifier: GPL-3.0-or-later
foreach(name failures installed)
  storyscope_test(hub_${name}_test SOURCES hub_${name}_test.cpp hub_fixture.cpp
                  LIBRARIES storyscope_hub storyscope_hub_server LABELS hub)
endforeach()
# What we fetch is found where core/models looks for it.
foreach(name download settings)
  storyscope_test(hub_${name}_test SOURCES hub_${name}_test.cpp hub_fixture.cpp
                  LIBRARIES storyscope_hub storyscope_hub_server storyscope_models LABELS hub)
endforeach()
