// What the look inside says.

addWords({
  en: {
    insideHelp: "What every layer makes of this input. Choose a layer or a unit to see its numbers.",
    insideEmpty: "There is no input yet.",
    inputLayer: "input", sameNumbers: "the same numbers", unitNumber: "unit {0}",
    whereStrongest: "at [{0}], where it is strongest", strongestOf: "The strongest of {0} values:",
    placeColumn: "place", zColumn: "z", valueColumn: "value", inputColumn: "input", weightColumn: "weight",
    productColumn: "product", others: "{0} others", bias: "bias", sum: "sum",
    showMore: "Show {0} more", activated: "z = {0}; {1}(z) = {2}", isFormula: "which is {0}",
    ofAllUnits: "It depends on the z of all {0} units.",
    noSum: "This layer adds up no weighted inputs: there is no single z.",
    changeWeight: "weight from {0}", changeBias: "the bias", resetOne: "Reset this weight", resetAll: "Reset all weights",
    changed: "Weights changed by hand: {0}. The answers are those of the changed network.",
    weightPicture: "Its weights: blue above 0, orange below", channelNumber: "channel {0}", mapsMore: "{0} more are not drawn",
    chooseUnit: "unit",
  },
  ja: {
    insideHelp: "この入力から各層が作る値です。層やユニットを選ぶと、その数値が見られます。",
    insideEmpty: "まだ入力がありません。",
    inputLayer: "入力", sameNumbers: "同じ数値", unitNumber: "ユニット{0}",
    whereStrongest: "最も強い位置[{0}]", strongestOf: "{0}個の値のうち最も強いもの:",
    placeColumn: "位置", zColumn: "z", valueColumn: "値", inputColumn: "入力", weightColumn: "重み",
    productColumn: "積", others: "ほか{0}個", bias: "バイアス", sum: "合計",
    showMore: "さらに{0}個を表示", activated: "z = {0}、{1}(z) = {2}", isFormula: "式: {0}",
    ofAllUnits: "{0}個すべてのユニットのzで決まります。",
    noSum: "この層は重み付きの和を計算しないので、zはありません。",
    changeWeight: "{0}からの重み", changeBias: "バイアス", resetOne: "この重みを戻す", resetAll: "すべての重みを戻す",
    changed: "手で変えた重み: {0}個。答えは変更後のネットワークのものです。",
    weightPicture: "重み（青は正、橙は負）", channelNumber: "チャンネル{0}", mapsMore: "ほか{0}個は描いていません",
    chooseUnit: "ユニット",
  },
});
