// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace storyscope::hub {

/// A published captioner that Storyscope can tell stories with, as far as that is known without asking the hub: what is
/// true of its files now is said by plan(). A plain value.
struct PublishedCaptioner {
    std::string repository;          ///< "owner/name"
    std::string name;                ///< for a person: "BLIP base"
    std::string licence;             ///< SPDX identifier
    std::string architecture;        ///< as its config.json names it
    std::uint64_t downloadBytes = 0; ///< about
    std::int64_t parameters = 0;
    int pictures = 1; ///< that it looks at for one caption
};

/// The one that is proposed first comes first. Sources: the model cards and config.json of these repositories.
const std::vector<PublishedCaptioner>& publishedCaptioners();
/// Null if the repository is not among them.
const PublishedCaptioner* findCaptioner(const std::string& repository);

} // namespace storyscope::hub
