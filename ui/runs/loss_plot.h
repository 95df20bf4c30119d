// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/runs/run_record.h"

#include <QWidget>

class QCPItemStraightLine;
class QCPItemText;
class QCPItemTracer;
class QCPGraph;
class QCustomPlot;

namespace storyscope::ui {

enum class LossScale { Linear, Logarithmic };
enum class Smoothing { None, Exponential };

/// The curves of one loss term: training loss per batch, its mean per epoch, validation loss per epoch, a mark at the
/// best epoch, and a cross-hair that says the values under the mouse. Draws only when told to; follows the palette.
class LossPlot : public QWidget {
    Q_OBJECT
public:
    explicit LossPlot(QWidget* parent = nullptr);

    /// Shows `curves`, of which the points shown before are a beginning (`grown`), or something new. `bestStep` 0:
    /// none.
    enum class Change { Grown, New };
    void show(const TermCurves& curves, std::int64_t bestStep, Change change);
    void clear();
    void setScale(LossScale scale);
    void setSmoothing(Smoothing smoothing);

signals:
    /// What lies under the mouse, or an empty text.
    void readoutChanged(const QString& text);

protected:
    void changeEvent(QEvent* event) override;

private:
    void makeGraphs();
    void placeLegend();
    void makeCrosshair();
    void applyPalette();
    void appendBatches(const TermCurves& curves);
    void replaceEpochs(const TermCurves& curves, std::int64_t bestStep);
    void fitAxes();
    void placeBestText();
    void pointAt(double x);
    QString readout(double step) const;

    QCustomPlot* m_plot = nullptr;
    QCPGraph* m_batches = nullptr;
    QCPGraph* m_means = nullptr;
    QCPGraph* m_validation = nullptr;
    QCPItemStraightLine* m_crosshair = nullptr;
    QCPItemTracer* m_bestMark = nullptr;
    QCPItemText* m_bestText = nullptr;
    double m_bestLoss = 0; ///< where the mark is, if there is one
    qsizetype m_shownBatches = 0;
    double m_lastShownStep = 0;
    double m_smoothed = 0;
    Smoothing m_smoothing = Smoothing::Exponential;
};

} // namespace storyscope::ui
