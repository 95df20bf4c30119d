// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/inference/model_shelf.h"
#include "ui/jobs/model_card_reader.h"

#include <QWidget>

class QLabel;
class QPushButton;
class QTextBrowser;
class QTextDocument;

namespace storyscope::ui {

class FactList;

/// A model that is on this computer: what is known about it, its card, and what can be done with it.
class ModelDetails : public QWidget {
    Q_OBJECT
public:
    enum class Rank { Default, Other };

    explicit ModelDetails(QWidget* parent = nullptr);

    void present(const inference::ShelfModel& model, Rank rank);
    /// While something is being checked or removed.
    void setUpkeepEnabled(bool isEnabled);
    const inference::ShelfModel& model() const { return m_model; }

signals:
    void useRequested();
    void defaultRequested();
    void verifyRequested();
    void removeRequested();

private:
    QPushButton* addButton(const QString& name, const QString& text, const QString& tip);
    void makeButtons();
    void showCard(const QString& markdown);
    bool canBeRemoved() const;

    inference::ShelfModel m_model;
    bool m_isUpkeepEnabled = true;
    QLabel* m_title;
    FactList* m_facts;
    QTextBrowser* m_card;
    QTextDocument* m_cardText = nullptr; ///< in m_card, from the first card on
    QPushButton* m_use = nullptr;
    QPushButton* m_default = nullptr;
    QPushButton* m_folder = nullptr;
    QPushButton* m_verify = nullptr;
    QPushButton* m_remove = nullptr;
    ModelCardReader m_reader;
};

} // namespace storyscope::ui
