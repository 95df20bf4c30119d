// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/datasets/chain_of_thought.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <cstddef>
#include <initializer_list>
#include <limits>
#include <map>
#include <unordered_set>

namespace storyscope::datasets {

namespace {

constexpr std::size_t mostColumns = 64;
constexpr std::size_t longestHeader = 64; ///< bytes that count

constexpr std::array<std::pair<std::string_view, SettingElement::Kind>, 9> settingNames = {{
    {"Location", SettingElement::Kind::Location},
    {"Environment", SettingElement::Kind::Environment},
    {"Lighting", SettingElement::Kind::Lighting},
    {"Weather", SettingElement::Kind::Weather},
    {"Time Period", SettingElement::Kind::TimePeriod},
    {"Architecture", SettingElement::Kind::Architecture},
    {"Interior Design", SettingElement::Kind::InteriorDesign},
    {"Atmosphere", SettingElement::Kind::Atmosphere},
    {"Background", SettingElement::Kind::Background},
}};

constexpr std::array<std::pair<std::string_view, NarrativePhase::Kind>, 5> phaseNames = {{
    {"Introduction", NarrativePhase::Kind::Introduction},
    {"Development", NarrativePhase::Kind::Development},
    {"Conflict", NarrativePhase::Kind::Conflict},
    {"Turning Point", NarrativePhase::Kind::TurningPoint},
    {"Conclusion", NarrativePhase::Kind::Conclusion},
}};

std::string_view trimmed(std::string_view text) {
    constexpr std::string_view spaces = " \t\r\n\f\v";
    const std::size_t begin = std::min(text.find_first_not_of(spaces), text.size());
    return text.substr(begin, text.find_last_not_of(spaces) + 1 - begin);
}

std::string lowered(std::string_view text) {
    std::string result(text);
    std::transform(result.begin(), result.end(), result.begin(),
                   [](unsigned char letter) { return static_cast<char>(std::tolower(letter)); });
    return result;
}

/// The kind of that name; of a name inside the text; none.
template <typename Kind, std::size_t Count>
std::optional<Kind> kindNamed(const std::array<std::pair<std::string_view, Kind>, Count>& names,
                              std::string_view text) {
    const std::string wanted = lowered(text);
    for (const auto& [name, kind] : names) {
        if (wanted == lowered(name)) {
            return kind;
        }
    }
    for (const auto& [name, kind] : names) {
        if (wanted.find(lowered(name)) != std::string::npos) {
            return kind;
        }
    }
    return {};
}

template <typename Kind, std::size_t Count>
std::string nameOf(const std::array<std::pair<std::string_view, Kind>, Count>& names, Kind kind) {
    return std::string(
        std::find_if(names.begin(), names.end(), [&](const auto& named) { return named.second == kind; })->first);
}

bool isRow(std::string_view line) {
    return line.find('|') != std::string_view::npos;
}

bool isRuler(std::string_view line) {
    return isRow(line) && line.find('-') != std::string_view::npos &&
           line.find_first_not_of("|-: \t") == std::string_view::npos;
}

/// The cells of "| a | b |", trimmed; `\|` is a bar inside a cell.
std::vector<std::string> cellsOf(std::string_view line) {
    line = trimmed(line);
    if (line.starts_with('|')) {
        line.remove_prefix(1);
    }
    std::vector<std::string> cells;
    std::string cell;
    for (std::size_t at = 0; at < line.size() && cells.size() < mostColumns; ++at) {
        if (line[at] == '\\' && at + 1 < line.size() && line[at + 1] == '|') {
            cell += line[++at];
        } else if (line[at] == '|') {
            cells.emplace_back(trimmed(cell));
            cell.clear();
        } else {
            cell += line[at];
        }
    }
    if (!trimmed(cell).empty() && cells.size() < mostColumns) {
        cells.emplace_back(trimmed(cell));
    }
    return cells;
}

/// A row and the header line over it, in lower case; at least as many texts as headers.
struct Row {
    const std::vector<std::string>& headers;
    std::vector<std::string> texts;

    std::string under(std::string_view header) const {
        const auto found = std::find(headers.begin(), headers.end(), header);
        return found == headers.end() ? std::string() : texts[static_cast<std::size_t>(found - headers.begin())];
    }
};

std::optional<PixelBox> parseBox(std::string_view text) {
    std::array<std::int32_t, 4> corners{};
    for (std::size_t i = 0; i < corners.size(); ++i) {
        const std::size_t comma = text.find(',');
        if ((comma == std::string_view::npos) != (i + 1 == corners.size())) {
            return {};
        }
        const std::string_view number = trimmed(text.substr(0, comma));
        const auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), corners[i]);
        if (error != std::errc() || end != number.data() + number.size()) {
            return {};
        }
        text.remove_prefix(std::min(comma, text.size() - 1) + 1);
    }
    return PixelBox{corners[0], corners[1], corners[2], corners[3]};
}

/// Of "1-2, 5": 1 to 2 and 5; anything between two numbers that has a dash makes a range.
std::vector<NarrativePhase::Images> parseImages(std::string_view text) {
    constexpr std::string_view digits = "0123456789";
    std::vector<NarrativePhase::Images> images;
    bool isRangeEnd = false;
    for (std::size_t begin = text.find_first_of(digits); begin != std::string_view::npos;
         begin = text.find_first_of(digits)) {
        text.remove_prefix(begin);
        int number = 0;
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
        text.remove_prefix(static_cast<std::size_t>(end - text.data()));
        if (error != std::errc()) {
            number = std::numeric_limits<int>::max();
        }
        if (isRangeEnd) {
            images.back().last = number;
        } else {
            images.push_back({number, number});
        }
        const std::string_view between = text.substr(0, std::min(text.find_first_of(digits), text.size()));
        isRangeEnd = !isRangeEnd &&
                     (between.find('-') != std::string_view::npos || between.find("\u2013") != std::string_view::npos);
    }
    return images;
}

/// "Mood: calm (quiet, night)" of "Mood", "calm" and what is not empty of the others.
std::string note(const std::string& kind, const std::string& text, std::initializer_list<std::string_view> additions) {
    std::string note = kind + ": " + text;
    bool isFirst = true;
    for (const std::string_view addition : additions) {
        if (!addition.empty()) {
            note.append(isFirst ? " (" : ", ").append(addition);
            isFirst = false;
        }
    }
    return isFirst ? note : note + ')';
}

/// Reads line by line; knows under which headings it is.
class TableReader {
public:
    ChainOfThought read(std::string_view markdown) {
        while (!markdown.empty()) {
            const std::size_t end = std::min(markdown.find('\n'), markdown.size());
            readLine(trimmed(markdown.substr(0, end)));
            markdown.remove_prefix(std::min(end + 1, markdown.size()));
        }
        for (auto& [number, image] : m_images) {
            m_result.images.push_back(std::move(image.thoughts));
        }
        return std::move(m_result);
    }

private:
    enum class Section { None, Characters, Objects, Setting, Narrative };
    enum class Place { BeforeTable, Header, Rows, Behind };
    struct Image {
        ImageThoughts thoughts;
        std::unordered_set<std::string> ids;
    };

    void readLine(std::string_view line) {
        if (line.starts_with('#')) {
            readHeading(trimmed(line.substr(std::min(line.find_first_not_of('#'), line.size()))));
        } else if (m_section == Section::None || m_place == Place::Behind) {
            return;
        } else if (!isRow(line)) {
            m_place = m_place == Place::BeforeTable ? Place::BeforeTable : Place::Behind;
        } else if (m_place == Place::BeforeTable) {
            m_headers = cellsOf(line);
            for (std::string& header : m_headers) {
                header = lowered(std::string_view(header).substr(0, longestHeader));
            }
            m_place = Place::Header;
        } else if (m_place == Place::Header && isRuler(line)) {
            m_place = Place::Rows;
        } else {
            m_place = Place::Rows;
            readRow(cellsOf(line));
        }
    }

    void readHeading(std::string_view heading) {
        constexpr std::string_view imageWord = "image ";
        const std::string name = lowered(heading);
        m_place = Place::BeforeTable;
        m_section = Section::None;
        if (name.starts_with(imageWord)) {
            const std::string_view digits = std::string_view(name).substr(imageWord.size());
            int number = 0;
            const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
            m_image = nullptr;
            if (error == std::errc() && number > 0) {
                m_image = &m_images[number];
                m_image->thoughts.image = number;
            }
        } else if (name == "narrative structure") {
            m_section = Section::Narrative;
        } else if (m_image != nullptr) {
            m_section = name == "characters" ? Section::Characters
                        : name == "objects"  ? Section::Objects
                        : name == "setting"  ? Section::Setting
                                             : Section::None;
        }
    }

    void readRow(std::vector<std::string>&& texts) {
        if (m_headers.empty() || texts.size() < m_headers.size()) {
            return;
        }
        const Row row{m_headers, std::move(texts)};
        switch (m_section) {
        case Section::Characters:
            return addEntity(row, Entity::Kind::Character, "name");
        case Section::Objects:
            return addEntity(row, Entity::Kind::Object, "description");
        case Section::Setting:
            return addSetting(row);
        case Section::Narrative:
            return addPhase(row);
        case Section::None:
            return;
        }
    }

    void addEntity(const Row& row, Entity::Kind kind, std::string_view nameHeader) {
        const std::string& id = row.texts.front();
        if (!id.empty() && m_image->ids.insert(id).second) {
            m_image->thoughts.entities.push_back(
                {.id = id, .kind = kind, .name = row.under(nameHeader), .box = parseBox(row.under("bounding box"))});
        }
    }

    void addSetting(const Row& row) {
        std::vector<SettingElement>& setting = m_image->thoughts.setting;
        if (!m_headers.front().ends_with(" id")) {
            setting.push_back(
                {.kind = kindNamed(settingNames, row.texts.front()).value_or(SettingElement::Kind::Location),
                 .description = row.under("description"),
                 .mood = row.under("mood"),
                 .time = row.under("time")});
            return;
        }
        addEntity(row, Entity::Kind::Place, "location");
        for (std::size_t i = 1; i < m_headers.size(); ++i) {
            const auto kind =
                m_headers[i] == "time" ? SettingElement::Kind::TimePeriod : kindNamed(settingNames, m_headers[i]);
            if (kind && !row.texts[i].empty()) {
                setting.push_back({.kind = *kind, .description = row.texts[i], .mood = {}, .time = {}});
            }
        }
    }

    void addPhase(const Row& row) {
        m_result.phases.push_back(
            {.kind = kindNamed(phaseNames, row.texts.front()).value_or(NarrativePhase::Kind::Introduction),
             .description = row.under("description"),
             .keyEvents = row.under("key events"),
             .images = parseImages(row.under("images"))});
    }

    ChainOfThought m_result;
    std::map<int, Image> m_images;
    Image* m_image = nullptr; ///< whose headings follow; in m_images
    Section m_section = Section::None;
    Place m_place = Place::BeforeTable;
    std::vector<std::string> m_headers;
};

float share(std::int64_t pixels, int side) {
    return std::clamp(static_cast<float>(pixels) / static_cast<float>(side), 0.0F, 1.0F);
}

} // namespace

ChainOfThought parseChainOfThought(std::string_view markdown) {
    return TableReader().read(markdown);
}

std::vector<std::string> notesOf(const ChainOfThought& thoughts, int image) {
    std::vector<std::string> notes;
    const auto about = std::find_if(thoughts.images.begin(), thoughts.images.end(),
                                    [&](const ImageThoughts& candidate) { return candidate.image == image; });
    if (about != thoughts.images.end()) {
        for (const SettingElement& element : about->setting) {
            notes.push_back(
                note(nameOf(settingNames, element.kind), element.description, {element.mood, element.time}));
        }
    }
    for (const NarrativePhase& phase : thoughts.phases) {
        const bool isIn = std::any_of(phase.images.begin(), phase.images.end(), [&](const auto& images) {
            return images.first <= image && image <= images.last;
        });
        if (isIn) {
            notes.push_back(note(nameOf(phaseNames, phase.kind), phase.description, {phase.keyEvents}));
        }
    }
    return notes;
}

std::optional<Box> normalised(const PixelBox& box, int widthPixels, int heightPixels) {
    if (widthPixels <= 0 || heightPixels <= 0 || box.right <= box.left || box.bottom <= box.top) {
        return {};
    }
    return Box{share(box.left, widthPixels), share(box.top, heightPixels),
               share(std::int64_t{box.right} - box.left, widthPixels),
               share(std::int64_t{box.bottom} - box.top, heightPixels)};
}

Entity::Kind entityKindOf(std::string_view id) {
    return id.starts_with("char")  ? Entity::Kind::Character
           : id.starts_with("obj") ? Entity::Kind::Object
                                   : Entity::Kind::Place;
}

} // namespace storyscope::datasets
