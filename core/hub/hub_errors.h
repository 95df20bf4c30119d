// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/hub/hub_connection.h"

namespace storyscope::hub {

/// One sentence that names repository and file, for each way in which the hub can fail a person.

/// For HF_HUB_OFFLINE=1.
[[noreturn]] void throwOffline(const std::string& repository);
/// For a status that is no success.
[[noreturn]] void throwForStatus(const HttpResponse& response, const Subject& subject, const Settings& settings);
/// For an exchange that came to no end.
[[noreturn]] void throwForFailure(const HttpFailure& failure, const std::string& url, const Subject& subject);
[[noreturn]] void throwWebPage(const HttpResponse& response, const Subject& subject);

} // namespace storyscope::hub
