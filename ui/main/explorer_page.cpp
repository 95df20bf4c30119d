// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/main/explorer_page.h"

#include "ui/player/frame_view.h"
#include "ui/player/player_widget.h"
#include "ui/story/filmstrip.h"
#include "ui/timeline/timeline_bar.h"

namespace storyscope::ui {

ExplorerPage::ExplorerPage(const Parts& parts, QWidget* parent) : QSplitter(Qt::Vertical, parent), m_parts(parts) {
    setObjectName(QStringLiteral("explorerPage"));
    setChildrenCollapsible(false);
    m_player = new PlayerWidget(parts.controller, parts.selection);
    m_filmstrip = new Filmstrip(parts.selection, parts.attention);
    addWidget(m_player);
    addWidget(m_filmstrip);
    setStretchFactor(0, 3);
    setStretchFactor(1, 2);
    setSizes({520, 280});
    connect(parts.attention, &AttentionController::changed, this, &ExplorerPage::followAttention);
    connect(m_player->frameView(), &FrameView::pictureClicked, parts.attention, &AttentionController::chooseWordAt);
}

void ExplorerPage::followAttention() {
    const AttentionController& attention = *m_parts.attention;
    const auto position = attention.position();
    m_player->setOverlay(position ? attention.overlayFor(*position) : FrameOverlay());
    std::vector<StoryMarker> markers;
    const ToldStoryPtr& story = attention.story();
    for (std::size_t index = 0; story && index < story->result.frames.size(); ++index) {
        const float share = index < attention.frameShares().size() ? attention.frameShares()[index] : 0;
        markers.push_back({story->result.frames[index].sourceIndex, static_cast<double>(share),
                           position && static_cast<std::size_t>(*position) == index});
    }
    m_player->timeline()->setMarkers(std::move(markers));
}

} // namespace storyscope::ui
