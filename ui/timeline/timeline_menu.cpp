// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/timeline/timeline_menu.h"

#include "ui/common/make_action.h"
#include "ui/common/story_document.h"

#include <QAction>
#include <QCoreApplication>
#include <QLocale>
#include <algorithm>

namespace storyscope::ui {

namespace {

struct TimelineMenuText {
    Q_DECLARE_TR_FUNCTIONS(TimelineMenu)
};

void addFrameActions(QMenu* menu, StoryDocument* document, const TimelinePlace& place) {
    const QString number = QLocale().toString(place.marker >= 0 ? place.marker : place.frame);
    const bool isFull = document->storyFrames().size() >= StoryDocument::mostStoryFrames;
    if (place.marker >= 0) {
        QAction* remove = makeAction(menu, {QStringLiteral("timelineRemoveHere"),
                                            TimelineMenuText::tr("&Remove frame %1 from the story").arg(number),
                                            QStringLiteral("close"),
                                            {},
                                            TimelineMenuText::tr("Tell the story without this frame")});
        remove->setEnabled(document->storyFrames().size() > 1);
        QObject::connect(remove, &QAction::triggered, document,
                         [document, frame = place.marker] { document->removeStoryFrame(frame); });
        menu->addAction(remove);
        return;
    }
    QAction* add = makeAction(menu, {QStringLiteral("timelineAddHere"),
                                     TimelineMenuText::tr("&Add frame %1 to the story").arg(number),
                                     QStringLiteral("story"),
                                     {},
                                     TimelineMenuText::tr("Tell the story with this frame")});
    add->setEnabled(!isFull && !std::ranges::binary_search(document->storyFrames(), place.frame));
    QObject::connect(add, &QAction::triggered, document,
                     [document, frame = place.frame] { document->addStoryFrame(frame); });
    menu->addAction(add);
}

void addMarkActions(QMenu* menu, StoryDocument* document, int frame) {
    QAction* in = makeAction(menu, {QStringLiteral("timelineMarkIn"),
                                    TimelineMenuText::tr("Set &in mark here"),
                                    {},
                                    {},
                                    TimelineMenuText::tr("Begin the marked range with this frame")});
    QObject::connect(in, &QAction::triggered, document, [document, frame] { document->setMarkIn(frame); });
    QAction* out = makeAction(menu, {QStringLiteral("timelineMarkOut"),
                                     TimelineMenuText::tr("Set &out mark here"),
                                     {},
                                     {},
                                     TimelineMenuText::tr("End the marked range with this frame")});
    QObject::connect(out, &QAction::triggered, document, [document, frame] { document->setMarkOut(frame); });
    QAction* clear = makeAction(menu, {QStringLiteral("timelineClearMarks"),
                                       TimelineMenuText::tr("&Clear marks"),
                                       {},
                                       {},
                                       TimelineMenuText::tr("Mark no range any more")});
    clear->setEnabled(document->marks() != StoryDocument::Marks());
    QObject::connect(clear, &QAction::triggered, document, [document] {
        document->undoStack()->beginMacro(TimelineMenuText::tr("Clear marks"));
        document->setMarkIn(std::nullopt);
        document->setMarkOut(std::nullopt);
        document->undoStack()->endMacro();
    });
    menu->addActions({in, out, clear});
}

} // namespace

QMenu* makeTimelineMenu(QWidget* parent, StoryDocument* document, const TimelinePlace& place) {
    auto* menu = new QMenu(parent);
    menu->setObjectName(QStringLiteral("timelineMenu"));
    addFrameActions(menu, document, place);
    menu->addSeparator();
    addMarkActions(menu, document, place.frame);
    return menu;
}

} // namespace storyscope::ui
