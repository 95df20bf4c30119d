// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/main/explorer_page.h"

#include "ui/player/frame_view.h"
#include "ui/player/player_widget.h"
#include "ui/story/filmstrip.h"
#include "ui/timeline/timeline_controller.h"

namespace storyscope::ui {

ExplorerPage::ExplorerPage(const Parts& parts, QWidget* parent) : QSplitter(Qt::Vertical, parent), m_parts(parts) {
    setObjectName(QStringLiteral("explorerPage"));
    setChildrenCollapsible(false);
    m_player = new PlayerWidget(parts.controller, parts.selection);
    m_filmstrip = new Filmstrip(parts.selection, parts.attention);
    m_timeline =
        new TimelineController({m_player->timeline(), parts.document, parts.selection, parts.controller}, this);
    addWidget(m_player);
    addWidget(m_filmstrip);
    setStretchFactor(0, 5);
    setStretchFactor(1, 2);
    setSizes({530, 250});
    connect(parts.attention, &AttentionController::changed, this, &ExplorerPage::followAttention);
    connect(m_player->frameView(), &FrameView::pictureClicked, parts.attention, &AttentionController::chooseWordAt);
}

void ExplorerPage::followAttention() {
    const AttentionController& attention = *m_parts.attention;
    const auto position = attention.position();
    m_player->setOverlay(position ? attention.overlayFor(*position) : FrameOverlay());
    m_timeline->setShares(attention.sharesTitle(), attention.frameShares());
}

} // namespace storyscope::ui
