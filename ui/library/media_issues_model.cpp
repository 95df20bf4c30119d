// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/library/media_issues_model.h"

#include "ui/common/icons.h"
#include "ui/common/text.h"

#include <QIcon>
#include <QRegularExpression>
#include <algorithm>

namespace storyscope::ui {

namespace {

using Row = MediaIssuesModel::Row;

QString severityText(Issue::Severity severity) {
    switch (severity) {
    case Issue::Severity::Note:
        return MediaIssuesModel::tr("Note");
    case Issue::Severity::Warning:
        return MediaIssuesModel::tr("Warning");
    case Issue::Severity::Problem:
        return MediaIssuesModel::tr("Problem");
    }
    return {};
}

struct FrameRange {
    int first = 0;
    int last = 0;
};

/// Places of frames begin with "frame 12" or "frames 100–140".
std::optional<FrameRange> framesOf(const std::string& place) {
    static const QRegularExpression pattern(QStringLiteral("^frames? (\\d+)(?:–(\\d+))?"));
    const auto match = pattern.match(toText(place));
    if (!match.hasMatch()) {
        return std::nullopt;
    }
    const int first = match.captured(1).toInt();
    return FrameRange{first, std::max(first, match.captured(2).toInt())};
}

Row rowOf(const media::DamagedRange& range, int frameCount) {
    const QString text =
        range.lostFrames > 0
            ? MediaIssuesModel::tr("The file is damaged here: %n frame(s) cannot be shown.", nullptr, range.lostFrames)
            : MediaIssuesModel::tr("The file is damaged here.");
    return {Issue::Severity::Problem, toText(media::describePlace(range, frameCount)), text,
            std::max(0, range.firstFrame)};
}

std::vector<Row> rowsOf(const media::MediaSource& source) {
    std::vector<Row> rows;
    std::vector<FrameRange> named;
    for (const Issue& issue : source.issues()) {
        const auto frames = framesOf(issue.place);
        rows.push_back({issue.severity, toText(issue.place), toText(issue.text),
                        frames ? std::optional(frames->first) : std::nullopt});
        if (frames) {
            named.push_back(*frames);
        }
    }
    for (const media::DamagedRange& range : source.damagedRanges()) {
        const bool isNamed = std::ranges::any_of(named, [&](const FrameRange& frames) {
            return frames.first <= range.lastFrame && frames.last >= range.firstFrame;
        });
        if (!isNamed) {
            rows.push_back(rowOf(range, source.frameCount()));
        }
    }
    std::ranges::stable_sort(rows, {}, [](const Row& row) { return row.frame.value_or(-1); });
    return rows;
}

} // namespace

void MediaIssuesModel::show(const media::MediaSource* source) {
    std::vector<Row> rows = source != nullptr ? rowsOf(*source) : std::vector<Row>();
    if (rows != m_rows) {
        beginResetModel();
        m_rows = std::move(rows);
        endResetModel();
    }
}

int MediaIssuesModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int MediaIssuesModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : Text + 1;
}

QVariant MediaIssuesModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid()) {
        return {};
    }
    const Row& row = m_rows[static_cast<std::size_t>(index.row())];
    if (role == Qt::DecorationRole && index.column() == Severity && row.severity != Issue::Severity::Note) {
        return icon(QStringLiteral("warning"));
    }
    if (role == Qt::ToolTipRole) {
        return row.text;
    }
    if (role != Qt::DisplayRole) {
        return {};
    }
    switch (index.column()) {
    case Severity:
        return severityText(row.severity);
    case Place:
        return row.place;
    default:
        return row.text;
    }
}

QVariant MediaIssuesModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole) {
        return {};
    }
    switch (section) {
    case Severity:
        return tr("Kind");
    case Place:
        return tr("Where");
    default:
        return tr("What is wrong");
    }
}

std::optional<int> MediaIssuesModel::frameOf(const QModelIndex& index) const {
    return index.isValid() ? m_rows[static_cast<std::size_t>(index.row())].frame : std::nullopt;
}

Issue::Severity MediaIssuesModel::worst() const {
    const auto found = std::ranges::max_element(m_rows, {}, &Row::severity);
    return found == m_rows.end() ? Issue::Severity::Note : found->severity;
}

} // namespace storyscope::ui
