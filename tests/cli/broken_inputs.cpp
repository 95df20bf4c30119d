// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/cli/broken_inputs.h"

#include "core/formats/safetensors.h"
#include "tests/cli/cli_runner.h"

#include <QDir>
#include <QFile>
#include <QtEndian>
#include <stdexcept>

namespace storyscope::test {

namespace {

constexpr int samplesPerSecond = 8000;

template <typename Number>
QByteArray littleEndian(Number number) {
    QByteArray bytes(sizeof number, '\0');
    qToLittleEndian(number, bytes.data());
    return bytes;
}

QByteArray mp4Box(const char* type, quint32 sizeBytes, const QByteArray& content) {
    QByteArray size(4, '\0');
    qToBigEndian(sizeBytes, size.data());
    return size + type + content;
}

QString weights(const QString& modelFolder) {
    return modelFolder + QStringLiteral("/model.safetensors");
}

QByteArray readBytes(const QString& path) {
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly)) {
        throw std::runtime_error(path.toStdString() + " cannot be read");
    }
    return file.readAll();
}

} // namespace

QByteArray onePixelPng() {
    return QByteArray::fromBase64(
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP43+AAAARBAcAM0e2RAAAAAElFTkSuQmCC");
}

QByteArray silentWav() {
    const QByteArray samples(2 * samplesPerSecond, '\0');
    const QByteArray format = littleEndian<quint16>(1) + littleEndian<quint16>(1) +
                              littleEndian<quint32>(samplesPerSecond) + littleEndian<quint32>(2 * samplesPerSecond) +
                              littleEndian<quint16>(2) + littleEndian<quint16>(16);
    const QByteArray content = "WAVEfmt " + littleEndian<quint32>(16) + format + "data" +
                               littleEndian(static_cast<quint32>(samples.size())) + samples;
    return "RIFF" + littleEndian(static_cast<quint32>(content.size())) + content;
}

QByteArray mp4WithoutContents() {
    const QByteArray brand = QByteArray("isom") + QByteArray(4, '\0') + "isommp42";
    return mp4Box("ftyp", static_cast<quint32>(8 + brand.size()), brand) +
           mp4Box("mdat", 1'000'000, QByteArray(2000, 'x'));
}

void writeBytes(const QString& path, const QByteArray& bytes) {
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size()) {
        throw std::runtime_error(path.toStdString() + " cannot be written");
    }
}

void copyBundledModel(const QString& folder) {
    QDir().mkpath(folder);
    for (const QString& name : QDir(bundledModel()).entryList(QDir::Files)) {
        QFile::copy(bundledModel() + u'/' + name, folder + u'/' + name);
    }
}

void removeFirstTensor(const QString& modelFolder) {
    formats::TensorFile file = formats::readSafetensors(weights(modelFolder).toStdString());
    file.tensors.erase(file.tensors.begin());
    formats::writeSafetensors(weights(modelFolder).toStdString(), file);
}

void misshapeFirstTensor(const QString& modelFolder) {
    formats::TensorFile file = formats::readSafetensors(weights(modelFolder).toStdString());
    file.tensors.begin()->second.shape.push_back(1);
    formats::writeSafetensors(weights(modelFolder).toStdString(), file);
}

void truncateWeights(const QString& modelFolder) {
    const QByteArray bytes = readBytes(weights(modelFolder));
    writeBytes(weights(modelFolder), bytes.left(bytes.size() / 2));
}

void inflateWeightsHeader(const QString& modelFolder) {
    const QByteArray bytes = readBytes(weights(modelFolder));
    writeBytes(weights(modelFolder), littleEndian(quint64{1} << 62U) + bytes.mid(8));
}

} // namespace storyscope::test
