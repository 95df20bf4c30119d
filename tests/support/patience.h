// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtTest/qtestcase.h>

namespace storyscope::test {

/// How long a test waits for what must happen some time, in milliseconds. Only a test that fails takes so long; the
/// five seconds that Qt Test waits by itself are not enough on a busy machine.
constexpr int patienceMs = 60'000;

} // namespace storyscope::test

// All test programs are compiled with this header.
#undef QTRY_VERIFY
#undef QTRY_VERIFY2
#undef QTRY_COMPARE
#define QTRY_VERIFY(expression) QTRY_VERIFY_WITH_TIMEOUT(expression, storyscope::test::patienceMs)
#define QTRY_VERIFY2(expression, message) QTRY_VERIFY2_WITH_TIMEOUT(expression, message, storyscope::test::patienceMs)
#define QTRY_COMPARE(actual, expected) QTRY_COMPARE_WITH_TIMEOUT(actual, expected, storyscope::test::patienceMs)
