from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('parties', '0005_round_keep_weeks'),
    ]

    operations = [
        migrations.AddField(
            model_name='round',
            name='vog_paid_by',
            field=models.CharField(choices=[('party', 'de partij'), ('candidate', 'de kandidaat')], default='party', max_length=10, verbose_name='wie betaalt de VOG'),
        ),
    ]
