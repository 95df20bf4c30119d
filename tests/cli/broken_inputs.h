// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>

namespace storyscope::test {

/// A PNG picture of 1 × 1 pixels.
QByteArray onePixelPng();

/// A second of silence as WAV: a well-formed file without pictures.
QByteArray silentWav();

/// An MP4 whose media data was cut off before the table of contents, as by a full disk or a lost connection.
QByteArray mp4WithoutContents();

void writeBytes(const QString& path, const QByteArray& bytes);

/// Copies the bundled model into `folder`, which is made.
void copyBundledModel(const QString& folder);

/// Ways to break a model's weights file.
void removeFirstTensor(const QString& modelFolder);
void misshapeFirstTensor(const QString& modelFolder);
void truncateWeights(const QString& modelFolder);
/// The header's length says 2^62 bytes.
void inflateWeightsHeader(const QString& modelFolder);

} // namespace storyscope::test
