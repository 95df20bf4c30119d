// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/caption_view.h"

#include "ui/common/text.h"

#include <QAccessible>
#include <QHelpEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QStyle>
#include <QStyleOptionFocusRect>
#include <QToolTip>
#include <algorithm>
#include <cmath>

namespace storyscope::ui {

namespace {

constexpr int margin = 2; ///< above and below the text

} // namespace

CaptionView::CaptionView(StorySelection* selection, QWidget* parent) : QWidget(parent), m_selection(selection) {
    setMouseTracking(true);
    setFocusPolicy(Qt::StrongFocus);
    QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Minimum);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
    connect(selection, &StorySelection::wordChanged, this, qOverload<>(&QWidget::update));
}

void CaptionView::setSubject(Attention::Kind kind, int subject) {
    m_kind = kind;
    m_subject = subject;
}

void CaptionView::setCaption(const ToldCaption& caption) {
    m_text = toText(caption.text);
    m_words.clear();
    for (std::size_t index = 0; index < caption.tokens.size(); ++index) {
        const Token& token = caption.tokens[index];
        if (token.end <= token.begin || token.end > caption.text.size()) {
            continue;
        }
        const std::string_view utf8 = caption.text;
        const auto start = static_cast<int>(QString::fromUtf8(utf8.substr(0, token.begin)).size());
        const auto length =
            static_cast<int>(QString::fromUtf8(utf8.substr(token.begin, token.end - token.begin)).size());
        m_words.push_back(
            {static_cast<int>(index), start, length, std::exp(static_cast<double>(token.logProbability))});
    }
    m_keyboardWord = std::min(m_keyboardWord, static_cast<int>(m_words.size()) - 1);
    updateAccessibility();
    updateGeometry();
    update();
}

void CaptionView::setPlaceholder(const QString& text) {
    m_placeholder = text;
    updateGeometry();
    update();
}

void CaptionView::setSpokenTitle(const QString& title) {
    m_spokenTitle = title;
    updateAccessibility();
}

QRect CaptionView::wordRect(int token) const {
    const auto found = std::ranges::find(m_words, token, &Word::token);
    if (found == m_words.end()) {
        return {};
    }
    QTextLayout layout;
    layOut(layout, width());
    const QTextLine line = layout.lineForTextPosition(found->start);
    const qreal left = line.cursorToX(found->start);
    const qreal right = line.cursorToX(std::min(found->start + found->length, line.textStart() + line.textLength()));
    return QRectF(left, line.y(), right - left, line.height()).toAlignedRect().translated(0, margin);
}

int CaptionView::heightForWidth(int width) const {
    QTextLayout layout;
    layOut(layout, width);
    return static_cast<int>(std::ceil(layout.boundingRect().height())) + 2 * margin;
}

QSize CaptionView::sizeHint() const {
    const int width = std::max(160, this->width());
    return {width, heightForWidth(width)};
}

QSize CaptionView::minimumSizeHint() const {
    return {64, fontMetrics().height() + 2 * margin};
}

void CaptionView::layOut(QTextLayout& layout, int width) const {
    layout.setFont(font());
    layout.setText(m_text.isEmpty() ? m_placeholder : m_text);
    QTextOption option;
    option.setWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    layout.setTextOption(option);
    layout.beginLayout();
    qreal y = 0;
    for (QTextLine line = layout.createLine(); line.isValid(); line = layout.createLine()) {
        line.setLineWidth(std::max(1, width));
        line.setPosition({0, y});
        y += line.height();
    }
    layout.endLayout();
}

int CaptionView::wordAt(const QPoint& position) const {
    for (std::size_t word = 0; word < m_words.size(); ++word) {
        if (wordRect(m_words[word].token).contains(position)) {
            return static_cast<int>(word);
        }
    }
    return -1;
}

int CaptionView::markedWord() const {
    const auto shown = m_selection->word();
    if (!shown || shown->kind != m_kind || shown->subject != m_subject) {
        return -1;
    }
    const auto found = std::ranges::find(m_words, shown->token, &Word::token);
    return found == m_words.end() ? -1 : static_cast<int>(found - m_words.begin());
}

WordRef CaptionView::ref(int word) const {
    return {m_kind, m_subject, m_words[static_cast<std::size_t>(word)].token};
}

void CaptionView::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    QTextLayout layout;
    layOut(layout, width());
    QList<QTextLayout::FormatRange> formats;
    if (const int marked = markedWord(); marked >= 0) {
        const Word& word = m_words[static_cast<std::size_t>(marked)];
        QTextLayout::FormatRange range;
        range.start = word.start;
        range.length = word.length;
        range.format.setBackground(palette().highlight());
        range.format.setForeground(palette().highlightedText());
        formats.append(range);
    }
    painter.setPen(palette().color(m_text.isEmpty() ? QPalette::PlaceholderText : QPalette::WindowText));
    layout.draw(&painter, {0, margin}, formats);
    if (hasFocus()) {
        QStyleOptionFocusRect option;
        option.initFrom(this);
        if (m_keyboardWord >= 0) {
            option.rect = wordRect(m_words[static_cast<std::size_t>(m_keyboardWord)].token).adjusted(-2, 0, 2, 0);
        }
        style()->drawPrimitive(QStyle::PE_FrameFocusRect, &option, &painter, this);
    }
}

bool CaptionView::event(QEvent* event) {
    if (event->type() == QEvent::ShortcutOverride) {
        const int key = static_cast<QKeyEvent*>(event)->key();
        if (key == Qt::Key_Left || key == Qt::Key_Right || key == Qt::Key_Return || key == Qt::Key_Enter ||
            key == Qt::Key_Space) {
            event->accept();
            return true;
        }
    }
    if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        if (const int word = wordAt(help->pos()); word >= 0) {
            const Word& hovered = m_words[static_cast<std::size_t>(word)];
            QToolTip::showText(help->globalPos(),
                               tr("“%1”: probability %2. Click to keep its attention.")
                                   .arg(m_text.mid(hovered.start, hovered.length), shareText(hovered.probability)),
                               this, wordRect(hovered.token));
            return true;
        }
    }
    return QWidget::event(event);
}

void CaptionView::mouseMoveEvent(QMouseEvent* event) {
    const int word = wordAt(event->position().toPoint());
    setCursor(word >= 0 ? Qt::PointingHandCursor : Qt::ArrowCursor);
    if (word >= 0) {
        m_selection->previewWord(ref(word));
    } else {
        m_selection->endPreview();
    }
}

void CaptionView::mousePressEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton) {
        return;
    }
    if (const int word = wordAt(event->position().toPoint()); word >= 0) {
        m_keyboardWord = word;
        m_selection->chooseWord(ref(word));
    }
    emit activated();
}

void CaptionView::leaveEvent(QEvent*) {
    m_selection->endPreview();
}

void CaptionView::keyPressEvent(QKeyEvent* event) {
    switch (event->key()) {
    case Qt::Key_Left:
        moveKeyboard(-1);
        break;
    case Qt::Key_Right:
        moveKeyboard(1);
        break;
    case Qt::Key_Return:
    case Qt::Key_Enter:
    case Qt::Key_Space:
        if (m_keyboardWord >= 0) {
            m_selection->chooseWord(ref(m_keyboardWord));
        }
        emit activated();
        break;
    default:
        QWidget::keyPressEvent(event);
    }
}

void CaptionView::focusInEvent(QFocusEvent* event) {
    QWidget::focusInEvent(event);
    if (event->reason() == Qt::TabFocusReason || event->reason() == Qt::BacktabFocusReason) {
        m_keyboardWord = -1;
        updateAccessibility();
    }
    update();
}

void CaptionView::focusOutEvent(QFocusEvent* event) {
    QWidget::focusOutEvent(event);
    m_selection->endPreview();
    update();
}

void CaptionView::moveKeyboard(int delta) {
    if (m_words.empty()) {
        return;
    }
    const int last = static_cast<int>(m_words.size()) - 1;
    const int from = m_keyboardWord < 0 && delta < 0 ? last + 1 : m_keyboardWord;
    m_keyboardWord = std::clamp(from + delta, 0, last);
    m_selection->previewWord(ref(m_keyboardWord));
    updateAccessibility();
    update();
}

void CaptionView::updateAccessibility() {
    setAccessibleName(m_text.isEmpty() ? m_spokenTitle : m_spokenTitle + QStringLiteral(": ") + m_text);
    if (m_keyboardWord < 0) {
        setAccessibleDescription(tr("Left and Right go from word to word, Enter shows a word's attention."));
        return;
    }
    const Word& word = m_words[static_cast<std::size_t>(m_keyboardWord)];
    setAccessibleDescription(tr("“%1”, word %2 of %3, probability %4")
                                 .arg(m_text.mid(word.start, word.length))
                                 .arg(m_keyboardWord + 1)
                                 .arg(m_words.size())
                                 .arg(shareText(word.probability)));
}

} // namespace storyscope::ui
