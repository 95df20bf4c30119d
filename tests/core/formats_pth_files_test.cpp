// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/formats/pth.h"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <fstream>
#include <memory>
#include <set>

#include <nlohmann/json.hpp>

using namespace storyscope;
using namespace storyscope::formats;
using nlohmann::json;
namespace fs = std::filesystem;

namespace {

const fs::path golden = fs::path(STORYSCOPE_SHARED_DATA) / "golden" / "pth";
const fs::path weights = fs::path(STORYSCOPE_SHARED_DATA) / "data" / "weights";

json jsonFrom(const fs::path& file) {
    std::ifstream stream(file);
    return json::parse(stream);
}

double fromHalf(std::uint16_t bits) {
    const int exponent = bits >> 10 & 0x1F;
    const double fraction = bits & 0x3FF;
    const double value = exponent == 0 ? std::ldexp(fraction, -24) : std::ldexp(1024 + fraction, exponent - 25);
    return (bits & 0x8000) != 0 ? -value : value;
}

template <typename T>
T element(const TensorData& tensor, std::size_t index) {
    T value;
    std::memcpy(&value, tensor.bytes.data() + index * sizeof(T), sizeof(T));
    return value;
}

double valueAt(const TensorData& tensor, std::size_t index) {
    switch (tensor.type) {
    case TensorType::F64:
        return element<double>(tensor, index);
    case TensorType::F32:
        return element<float>(tensor, index);
    case TensorType::F16:
        return fromHalf(element<std::uint16_t>(tensor, index));
    case TensorType::BF16: {
        const std::uint32_t bits = static_cast<std::uint32_t>(element<std::uint16_t>(tensor, index)) << 16;
        return std::bit_cast<float>(bits);
    }
    case TensorType::I64:
        return static_cast<double>(element<std::int64_t>(tensor, index));
    case TensorType::I32:
        return element<std::int32_t>(tensor, index);
    case TensorType::I16:
        return element<std::int16_t>(tensor, index);
    case TensorType::I8:
        return element<std::int8_t>(tensor, index);
    case TensorType::U8:
    case TensorType::Bool:
        return element<std::uint8_t>(tensor, index);
    }
    return 0;
}

TensorType typeNamed(const std::string& dtype) {
    static const std::map<std::string, TensorType> types{{"float64", TensorType::F64}, {"float32", TensorType::F32},
                                                         {"float16", TensorType::F16}, {"bfloat16", TensorType::BF16},
                                                         {"int64", TensorType::I64},   {"int32", TensorType::I32},
                                                         {"int16", TensorType::I16},   {"int8", TensorType::I8},
                                                         {"uint8", TensorType::U8},    {"bool", TensorType::Bool}};
    return types.at(dtype);
}

double number(const json& value) {
    return value.is_boolean() ? value.get<bool>() : value.get<double>();
}

/// The plain values of a pickle; tensors become null.
json plain(const Pickle& pickle, PickleId id) {
    const PickleValue& value = pickle.at(id);
    switch (value.kind) {
    case PickleKind::Boolean:
        return value.integer != 0;
    case PickleKind::Integer:
        return value.integer;
    case PickleKind::Number:
        return value.number;
    case PickleKind::Text:
        return value.text;
    case PickleKind::Tuple:
    case PickleKind::List: {
        json list = json::array();
        for (const PickleId item : value.items) {
            list.push_back(plain(pickle, item));
        }
        return list;
    }
    case PickleKind::Dictionary: {
        json object = json::object();
        for (std::size_t i = 0; i + 1 < value.items.size(); i += 2) {
            const PickleValue& key = pickle.at(value.items[i]);
            object[key.kind == PickleKind::Text ? key.text : std::to_string(key.integer)] =
                plain(pickle, value.items[i + 1]);
        }
        return object;
    }
    default:
        return nullptr;
    }
}

} // namespace

/// Files that torch.save wrote, against the values that went into them.
class FormatsPthFilesTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void a_state_dictionary_is_read_exactly_data() {
        QTest::addColumn<QString>("file");
        QTest::addColumn<QString>("expected");
        for (const char* name : {"sequential_zip.pth", "sequential_zip_proto4.pth", "sequential_legacy.pth"}) {
            QTest::newRow(name) << name << "sequential_expected.safetensors";
        }
        for (const char* name : {"checkpoint_zip.pth", "checkpoint_legacy.pth"}) {
            QTest::newRow(name) << name << "checkpoint_expected.safetensors";
        }
    }
    void a_state_dictionary_is_read_exactly() {
        skipWithout(golden);
        QFETCH(QString, file);
        QFETCH(QString, expected);
        const TensorFile read = readPth(golden / file.toStdString());
        TensorFile wanted = readSafetensors(golden / expected.toStdString());
        std::erase_if(wanted.tensors, [](const auto& tensor) { return tensor.first.starts_with("io."); });
        QVERIFY(!wanted.tensors.empty());
        QCOMPARE(read.tensors.size(), wanted.tensors.size());
        for (const auto& [name, tensor] : wanted.tensors) {
            QVERIFY2(read.tensors.contains(name), name.c_str());
            QCOMPARE(read.tensors.at(name).type, tensor.type);
            QCOMPARE(read.tensors.at(name).shape, tensor.shape);
            QVERIFY2(read.tensors.at(name).bytes == tensor.bytes, name.c_str());
        }
    }

    void plain_values_of_a_checkpoint_are_read_exactly_data() {
        QTest::addColumn<QString>("file");
        QTest::newRow("zip") << "checkpoint_zip.pth";
        QTest::newRow("legacy") << "checkpoint_legacy.pth";
    }
    void plain_values_of_a_checkpoint_are_read_exactly() {
        skipWithout(golden);
        QFETCH(QString, file);
        const Pickle pickle = readPthObject(golden / file.toStdString());
        json object = plain(pickle, pickle.root);
        object["optimizer_param_groups"] = object["optimizer_state_dict"]["param_groups"];
        const json expected = jsonFrom(golden / "checkpoint_expected.json");
        for (const auto& [key, value] : expected.items()) {
            QVERIFY2(object.contains(key), key.c_str());
            QCOMPARE(object[key].dump(), value.dump());
        }
    }

    void every_type_and_every_view_is_read_exactly_data() {
        QTest::addColumn<QString>("file");
        QTest::newRow("zip") << "dtypes_views_zip.pth";
        QTest::newRow("legacy") << "dtypes_views_legacy.pth";
    }
    void every_type_and_every_view_is_read_exactly() {
        skipWithout(golden);
        QFETCH(QString, file);
        const TensorFile read = readPth(golden / file.toStdString());
        const json expected = jsonFrom(golden / "dtypes_views_expected.json");
        QCOMPARE(read.tensors.size(), expected.size());
        for (const auto& [name, wanted] : expected.items()) {
            QVERIFY2(read.tensors.contains(name), name.c_str());
            const TensorData& tensor = read.tensors.at(name);
            QCOMPARE(tensor.type, typeNamed(wanted["dtype"]));
            QCOMPARE(tensor.shape, wanted["shape"].get<std::vector<std::int64_t>>());
            const json values = wanted["values"].is_array() ? wanted["values"] : json::array({wanted["values"]});
            QCOMPARE(tensor.bytes.size(), values.size() * sizeBytes(tensor.type));
            for (std::size_t i = 0; i < values.size(); ++i) {
                QCOMPARE(valueAt(tensor, i), number(values[i]));
            }
        }
    }

    void a_mapped_file_has_the_tensors_of_one_that_was_read_data() {
        QTest::addColumn<QString>("file");
        QTest::addColumn<bool>("allStayThere");
        QTest::newRow("zip") << "sequential_zip.pth" << true;
        QTest::newRow("checkpoint") << "checkpoint_zip.pth" << true;
        QTest::newRow("legacy") << "sequential_legacy.pth" << false; // at odd places
        QTest::newRow("views") << "dtypes_views_zip.pth" << false;   // two of one storage, others out of order
        QTest::newRow("legacy views") << "dtypes_views_legacy.pth" << false;
    }
    void a_mapped_file_has_the_tensors_of_one_that_was_read() {
        skipWithout(golden);
        QFETCH(QString, file);
        QFETCH(bool, allStayThere);
        const TensorFile read = readPth(golden / file.toStdString());
        const MappedTensors mapped = mapPth(golden / file.toStdString());
        QCOMPARE(mapped.size(), read.tensors.size());
        std::set<std::shared_ptr<const void>> owners;
        for (const auto& [name, tensor] : read.tensors) {
            QVERIFY2(mapped.contains(name), name.c_str());
            QCOMPARE(mapped.at(name).type, tensor.type);
            QCOMPARE(mapped.at(name).shape, tensor.shape);
            QVERIFY2(std::ranges::equal(mapped.at(name).bytes, tensor.bytes), name.c_str());
            owners.insert(mapped.at(name).owner);
        }
        QCOMPARE(owners.size() == 1, allStayThere);
    }

    void what_is_written_to_a_mapped_tensor_is_its_own() {
        skipWithout(golden);
        const fs::path file = golden / "dtypes_views_zip.pth";
        const TensorFile before = readPth(file);
        const MappedTensors mapped = mapPth(file);
        std::byte mark{0};
        for (const auto& [name, tensor] : mapped) {
            mark = static_cast<std::byte>(std::to_integer<int>(mark) + 1);
            std::ranges::fill(tensor.bytes, mark);
        }
        mark = std::byte{0};
        for (const auto& [name, tensor] : mapped) {
            mark = static_cast<std::byte>(std::to_integer<int>(mark) + 1);
            QVERIFY2(std::ranges::count(tensor.bytes, mark) == std::ssize(tensor.bytes), name.c_str());
        }
        QVERIFY(readPth(file).tensors.at("view_a").bytes == before.tensors.at("view_a").bytes);
    }

    void files_of_python_2_are_read_data() {
        QTest::addColumn<QString>("file");
        QTest::addColumn<QList<int>>("channels");
        QTest::newRow("alex") << "alex.pth" << QList<int>{64, 192, 384, 256, 256};
        QTest::newRow("squeeze") << "squeeze.pth" << QList<int>{64, 128, 256, 384, 384, 512, 512};
        QTest::newRow("vgg") << "vgg.pth" << QList<int>{64, 128, 256, 512, 512};
    }
    void files_of_python_2_are_read() {
        skipWithout(weights);
        QFETCH(QString, file);
        QFETCH(QList<int>, channels);
        const TensorFile read = readPth(weights / "lpips" / file.toStdString());
        QCOMPARE(read.tensors.size(), static_cast<std::size_t>(channels.size()));
        for (int i = 0; i < channels.size(); ++i) {
            const TensorData& tensor = read.tensors.at("lin" + std::to_string(i) + ".model.1.weight");
            const std::vector<std::int64_t> shape{1, channels[i], 1, 1};
            QCOMPARE(tensor.shape, shape);
            for (std::size_t c = 0; c < static_cast<std::size_t>(channels[i]); ++c) {
                QVERIFY(valueAt(tensor, c) >= 0 && valueAt(tensor, c) < 100);
            }
        }
    }

    void a_container_older_than_the_others_is_named() {
        skipWithout(weights);
        try {
            readPth(weights / "resnet18-5c106cde.pth.truncated_1MiB");
            QFAIL("it was read");
        } catch (const Error& error) {
            QCOMPARE(error.code(), ErrorCode::Unsupported);
            QVERIFY2(QString(error.what()).contains("tar archive"), error.what());
        }
    }

private:
    static void skipWithout(const fs::path& folder) {
        if (!fs::exists(folder)) {
            QSKIP("The PyTorch files with expected values are not on this machine");
        }
    }
};

QTEST_GUILESS_MAIN(FormatsPthFilesTest)
#include "formats_pth_files_test.moc"
