namespace Cornea.Vision;

/// <summary>One of ImageNet's classes, and what a network gives it.</summary>
/// <param name="WordNetId">Its id in WordNet, such as <c>n02123045</c>.</param>
/// <param name="Name">Keras' name of it, such as <c>tabby</c>.</param>
/// <param name="Score">The network's number for it: a probability where its top is a softmax.</param>
public readonly record struct ImageNetPrediction(string WordNetId, string Name, float Score);
