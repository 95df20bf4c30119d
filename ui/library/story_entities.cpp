// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/library/story_entities.h"

#include "ui/common/text.h"

#include <algorithm>

namespace storyscope::ui {

namespace {

struct Link {
    std::size_t begin = 0;
    std::size_t end = 0;
    QStringList ids;
};

/// From the front, without overlap: of links inside each other the outer one stays.
std::vector<Link> linksOf(const StoryFrame& frame) {
    std::vector<Grounding> groundings = frame.groundings;
    std::ranges::stable_sort(groundings, [](const Grounding& a, const Grounding& b) {
        return a.begin != b.begin ? a.begin < b.begin : a.end > b.end;
    });
    std::vector<Link> links;
    for (const Grounding& grounding : groundings) {
        if (grounding.begin >= grounding.end || grounding.end > frame.caption.size()) {
            continue;
        }
        if (!links.empty() && grounding.begin < links.back().end) {
            if (grounding.begin == links.back().begin && grounding.end == links.back().end) {
                links.back().ids.append(toText(grounding.entityId));
            }
            continue;
        }
        links.push_back({grounding.begin, grounding.end, {toText(grounding.entityId)}});
    }
    return links;
}

/// The entity's first noun as the captions write it ("Jonas" for "jonas"): in the frame itself, or else in another one.
QString labelOf(const Entity& entity, std::size_t frame, const Story& story) {
    if (entity.nouns.empty()) {
        return toText(entity.id);
    }
    const QString noun = toText(entity.nouns.front());
    for (std::size_t i = 0; i < story.frames.size(); ++i) {
        const StoryFrame& other = story.frames[(frame + i) % story.frames.size()];
        for (const Link& link : linksOf(other)) {
            const QString words = toText(other.caption.substr(link.begin, link.end - link.begin));
            const qsizetype place = words.indexOf(noun, 0, Qt::CaseInsensitive);
            if (place >= 0 && link.ids.contains(toText(entity.id))) {
                return words.mid(place, noun.size());
            }
        }
    }
    return noun;
}

} // namespace

StoryEntities::StoryEntities(const Story& story) {
    for (std::size_t frame = 0; frame < story.frames.size(); ++frame) {
        for (const Entity& entity : story.frames[frame].entities) {
            const int number = m_numbers.try_emplace(entity.id, static_cast<int>(m_numbers.size())).first->second;
            if (entity.box) {
                m_boxes[static_cast<int>(frame)].push_back(
                    {toText(entity.id), labelOf(entity, frame, story), *entity.box, entityColor(number)});
            }
        }
    }
}

bool StoryEntities::hasBoxes() const {
    return !m_boxes.empty();
}

EntityBoxes StoryEntities::boxesOf(int frame) const {
    const auto found = m_boxes.find(frame);
    return found == m_boxes.end() ? EntityBoxes() : EntityBoxes{frame, found->second, {}};
}

QColor StoryEntities::colorOf(const std::string& id) const {
    const auto found = m_numbers.find(id);
    return found == m_numbers.end() ? QColor(0xC0, 0xC0, 0xC0) : entityColor(found->second);
}

QString StoryEntities::richText(const StoryFrame& frame, const QString& highlighted) const {
    QString rich;
    std::size_t done = 0;
    const auto plain = [&](std::size_t begin, std::size_t end) {
        return toText(frame.caption.substr(begin, end - begin)).toHtmlEscaped();
    };
    for (const Link& link : linksOf(frame)) {
        const QColor color = colorOf(link.ids.front().toStdString());
        const bool isHighlighted = !highlighted.isEmpty() && link.ids.contains(highlighted);
        rich +=
            plain(done, link.begin) +
            QStringLiteral("<a href=\"%1\" style=\"color:%2; background-color:%3; text-decoration:%4; "
                           "font-weight:%5\">%6</a>")
                .arg(link.ids.join(QLatin1Char(' ')).toHtmlEscaped(), textColorOn(color).name(), color.name(),
                     isHighlighted ? QStringLiteral("underline") : QStringLiteral("none"),
                     isHighlighted ? QStringLiteral("bold") : QStringLiteral("normal"), plain(link.begin, link.end));
        done = link.end;
    }
    return rich + plain(done, frame.caption.size());
}

} // namespace storyscope::ui
