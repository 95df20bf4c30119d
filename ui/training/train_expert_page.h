// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/training/training_form.h"

#include <QWidget>

class QLineEdit;
class QPlainTextEdit;
class QSpinBox;

namespace storyscope::ui {

/// What few runs need: the run's name, the stories to take, and any other value of the preset.
class TrainExpertPage : public QWidget {
    Q_OBJECT
public:
    explicit TrainExpertPage(QWidget* parent = nullptr);

    /// Fills in this page's part.
    void readInto(TrainingForm& form) const;
    /// Takes the name unless a person has typed another.
    void suggestRunName(const QString& name);
    /// The first of the StoryWorld stories.
    void setFirstStory(int seed);

signals:
    void changed();

private:
    QLineEdit* m_runName = nullptr;
    QSpinBox* m_firstStory = nullptr;
    QSpinBox* m_limit = nullptr;
    QPlainTextEdit* m_overrides = nullptr;
};

} // namespace storyscope::ui
