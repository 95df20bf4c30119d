// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>
#include <functional>

class QLabel;
class QToolButton;

namespace storyscope::ui {

/// One message across the top of the window, that waits until it is closed and stops nobody from working.
class MessageBanner : public QFrame {
    Q_OBJECT
public:
    enum class Kind { Hint, Warning, Error };

    explicit MessageBanner(QWidget* parent = nullptr);

    /// Replaces what is shown. `details` may be empty; else a button shows them.
    void showMessage(Kind kind, const QString& text, const QString& details = {});
    /// Other words for the message that is shown, which comes with nothing new to hear; nothing while it is hidden.
    void amend(const QString& text);
    /// A button beside the message that is shown; the message goes with it.
    void offer(const QString& text, std::function<void()> chosen);
    void dismiss();

    Kind kind() const { return m_kind; }
    /// Empty while the banner is hidden.
    QString text() const;

signals:
    void dismissed();

protected:
    void changeEvent(QEvent* event) override;

private:
    void applyColors();

    Kind m_kind = Kind::Hint;
    std::function<void()> m_offer;
    QLabel* m_icon = nullptr;
    QLabel* m_text = nullptr;
    QLabel* m_details = nullptr;
    QToolButton* m_offerButton = nullptr;
    QToolButton* m_detailsButton = nullptr;
    QToolButton* m_closeButton = nullptr;
};

} // namespace storyscope::ui
