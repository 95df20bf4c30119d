// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <vector>

namespace storyscope::media {

/// Turns HDR light (BT.2020 primaries, PQ or HLG of ITU-R BT.2100) into an SDR picture (BT.709 primaries, sRGB curve):
/// to linear light as on a display of 1,000 cd/m², highlights compressed to 203 cd/m², the reference white of ITU-R
/// BT.2408, by the curve of ITU-R BT.2390, 5.4 (EETF), colours to BT.709 (ITU-R BT.2407, 2). The curve acts on the
/// largest of the three colours and scales all alike, so that hues stay. Immutable; any thread.
class ToneMapping {
public:
    enum class Transfer { Pq, Hlg };

    explicit ToneMapping(Transfer transfer);

    /// One row: `rgb48` holds `pixels` × three 16-bit values as the machine stores them, `rgb24` receives bytes.
    void convert(const std::uint8_t* rgb48, std::uint8_t* rgb24, int pixels) const;

private:
    Transfer m_transfer;
    std::vector<float> m_light;       ///< by 12-bit signal: linear light, 1 = reference white (PQ) or scene peak (HLG)
    std::vector<float> m_displayGain; ///< by scene luminance in [0, 1]: HLG's rendering for the display; empty for PQ
    std::vector<float> m_highlightGain; ///< by the largest colour's light in [0, display peak]: the EETF as a factor
    std::vector<std::uint8_t> m_codes;  ///< by linear light in [0, 1]: sRGB
};

} // namespace storyscope::media
