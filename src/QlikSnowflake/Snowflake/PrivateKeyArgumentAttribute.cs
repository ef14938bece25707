using System.Management.Automation;
using System.Security;
using System.Text;
using QlikSnowflake.Keys;

namespace QlikSnowflake.Commands.Snowflake;

/// <summary>Lets a parameter take a private key as SecureString, text, or the bytes of a PEM or DER file.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class PrivateKeyArgumentAttribute : ArgumentTransformationAttribute
{
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData) => (inputData is PSObject wrapped ? wrapped.BaseObject : inputData) switch
    {
        string text => SecretText.FromPlainText(text),
        byte[] content => FromBytes(content),
        object[] items when items.Length > 0 && Array.TrueForAll(items, i => Unwrap(i) is byte) => FromBytes(Array.ConvertAll(items, i => (byte)Unwrap(i))),
        var other => other,
    };

    private static object Unwrap(object item) => item is PSObject wrapped ? wrapped.BaseObject : item;

    // DER starts with a sequence; as base64 it is a text that the key reader takes.
    private static SecureString FromBytes(byte[] content) =>
        SecretText.FromPlainText(content.Length > 0 && content[0] == 0x30 ? Convert.ToBase64String(content) : Encoding.UTF8.GetString(content));
}
